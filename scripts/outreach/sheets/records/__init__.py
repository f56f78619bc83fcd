"""Units' files: a document is set a few times as a base, then each unit's record is stamped into a copy of it.

A *pattern* is a document of which every unit has its own: a sheet, a booklet of loudspeaker scripts. A *variant* is one
unit's record on it, its words broken into lines. The slots that the record fills, each with its style and number of
lines, are the variant's *shape*; the same without styles is its *structure*. All variants of one structure, whose
symbols have as many modules, share one *base*: the finished file with the lines and the symbol cut out.

To find where a base is cut, the pattern is set twice as *trials*, which show other words in every line that varies: a
*probe* says which. The places where the files differ are the places to cut. Some records are then set in full as
*proofs* and compared, pixels and text, with their stamped files. A record that can't be stamped is set in full.

`sheet_records` breaks a sheet's records into lines, `sheet_pattern` says what a sheet is to the others. These know
patterns alone: `batch` stamps the records of a pattern, `bases` makes its bases, `shelves` keeps units' files in the
cache.
"""
