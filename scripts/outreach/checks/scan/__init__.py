"""Whether QR codes scan: read in every finished file, and looked at as a phone would, also after hostile printing."""
