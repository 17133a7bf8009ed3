"""The operations of the HTTP interface, a module for each subject; they compute nothing."""
