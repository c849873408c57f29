"""BarTender: a point of sale for bars that sells through power cuts and never loses or doubles a sale."""

__version__ = "0.1.0"
