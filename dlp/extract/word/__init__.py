"""The binary format of Word 97 to 2003 ([MS-DOC]): where the text stands, and what it means where it stands."""
