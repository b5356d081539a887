"""What a chat is made of: choices on show, parts of a message, a month's quota."""
