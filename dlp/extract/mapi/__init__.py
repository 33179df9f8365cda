"""What mail of Outlook and Exchange is made of: compound files, MAPI properties and compressed RTF."""
