"""What the project is built from: packages, their licences, what is known to be wrong with them, and a list of it all.

For whoever runs or audits the service; nothing of it is imported by the service. See docs/supply-chain.md.
"""
