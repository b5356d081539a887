"""The kinds of files that tables come in, each brought into the one form of a grid."""
