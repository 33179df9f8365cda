"""The binary format of PowerPoint 97 to 2003 ([MS-PPT]): records, and which of them are the presentation as it is now."""
