"""Aligned documents to bytes: pages, TEI, TMX, alignment links, and files in the source's own vocabulary.

Every function here takes values and returns bytes; what it returns depends on nothing else, so that a run which changes
nothing writes nothing. Where files go is told by `paths`, what is linked by `counterpart`, which sentence renders which by `parallel`.
"""
