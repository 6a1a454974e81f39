"""The course's text: read, checked, and named by file and line where it is wrong."""
