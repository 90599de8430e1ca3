"""Tools for whoever keeps the resource base: report, preview, coverage, links. Nothing here serves."""
