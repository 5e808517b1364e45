"""The archive bundle (归档卷): all papers of one record as one PDF with a true table of contents."""
