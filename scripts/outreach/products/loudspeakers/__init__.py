"""Loudspeaker scripts: spelled out, timed, as booklets, text and a plan of broadcasts."""
