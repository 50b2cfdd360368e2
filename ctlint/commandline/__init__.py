"""The command line as data, and what is made from it: parsers, help, completion of shells, the manual page."""
