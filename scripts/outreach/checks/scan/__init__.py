"""Whether QR codes scan: read in every finished file, and looked at as a phone would, also after hostile printing.

A symbol has a name for each way in which it is known: `render.qr` draws it, a decoder gives a `qr_decode.ReadSymbol`
(text and corners in a picture), `read` makes of these a `PageSymbol` (mm on a page, and who reads it), `picture` cuts
it out of the file (`Crop`), and `proof` says how far it is read (`SymbolProof`).
"""
