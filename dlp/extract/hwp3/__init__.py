"""Documents of Hangul 3 and 97 (Hancom, "Hwp Document File Formats 3.0", revision 1.2)."""
