"""The product in WebKitGTK and Firefox, from Debian's packages: ``./run browsers``."""
