"""Tools for whoever keeps the resource base: report, preview, coverage, privacy, links. Nothing here serves."""
