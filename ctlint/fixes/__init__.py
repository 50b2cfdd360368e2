"""Changes that checks propose, made in the files: spelled in the language that stands there, proved, and written."""
