"""What no tag can say, set after a template is filled: lines, rules, columns, order of elements."""
