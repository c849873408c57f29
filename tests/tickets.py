"""Tickets for the tests of printing: one with everything on it, and one of each other kind."""

from app.domain.receipt import Head, Item, KeptSlip, Paid, ReturnSlip, SaleSlip, Ticket

AT = 1_796_158_020.0
"""2026-12-01 22:47 in Porto-Novo."""
HEAD = Head(
    bar="Le Baobab",
    address="Rue 12.180, Fidjrossè, Cotonou",
    phone="+229 01 00 00 00 00",
    number="C1-004217",
    at=AT,
    time_zone="Africa/Porto-Novo",
    seller="Aïcha Bio",
)
ITEMS = (
    Item("La Béninoise", 650, 4, 650),
    Item("Guinness Foreign Extra Stout", 330, 1, 1_000),
    Item(
        "Brochettes de bœuf à l’ail, façon «\u00a0maman\u00a0» très épicées",
        None,
        2,
        1_750,
        "bien cuit, sans piment",
    ),
    Item("Eau minérale", 1_500, 1, 600),
)
PAID = (
    Paid("cash", 5_000, 10_000, 4_500, 500),
    Paid("mobile_money", 2_000, operator="MTN MoMo", reference="MP240911.1234.A56789"),
    Paid("card", 700, reference="0042"),
)
FULL = Ticket(HEAD, SaleSlip(ITEMS, PAID), is_offline=True, is_copy=True)
PLAIN_SALE = Ticket(HEAD, SaleSlip(ITEMS[:1], (Paid("cash", 2_600, 2_600),)))
RETURN = Ticket(
    HEAD, ReturnSlip(Item("Guinness Foreign Extra Stout", 330, 1, 1_000), "defective", refunds=True)
)
KEPT = Ticket(HEAD, KeptSlip(Item("La Béninoise", 650, 2, None), "M. Koné", AT + 7 * 86_400))
