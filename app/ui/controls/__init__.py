"""The kit: small painted controls, named after what they are. They know no view model and decide nothing.

Every control takes the ``Theme`` first and follows its ``changed``; lengths are millimetres, type is points
(``app.ui.theme``). Words come by a method named ``say``, ``set_title`` or ``show_…`` and are already translated.
Whatever can be tapped has an object name and an accessible name.

* ``buttons``  ``TouchButton(theme, name, Kind.PRIMARY|SECONDARY|QUIET|GHOST|STOP|CHOICE, icon=, arrange=, size_mm=,
  points=)``: ``say(text, detail, accessible=)``, ``show_icon``, ``show_badge``; Qt's ``clicked``, ``setEnabled``.
* ``keypad``   ``Keypad(theme, extra="00")``: ``typed(str)``, ``backspace``; keys ``key:7``,
  ``key:00``, ``key:backspace``. ``PinDots(theme)``: ``show_digits(typed, length, is_wrong=)``.
* ``amount``   ``AmountLabel(theme, name, points=, ink=, align=)``: ``say(text)``, ``show_ink``; shrinks, never cuts.
* ``layout``   ``Row``, ``Column`` (gaps and margins in mm), ``Ground``, ``ScrollColumn`` (``.stack``),
  ``label(type, ink, text)`` with the style sheet's types: caption, small, body, strong, label, title, head.
* ``page``     ``Page(theme, name)``: base of every till screen: ``head``, ``back``, ``title``, ``body``,
  ``shortcut(key)``, ``retranslate()``, ``entered()``; signals ``back_asked``, ``said(text, answer)``.
* ``sheet``    ``Sheet(theme, name, parent, width_mm=)``: ``set_title``, ``body``, ``add_answer``, ``open``,
  ``put_away``, ``closed``; never blocks.
* ``toast``    ``Toast(theme, parent)``: ``show_text(text, answer)``, ``answered``; screens use ``Page.said`` instead.
* ``grid``, ``tiles``, ``glide``  the products: ``ProductGrid(theme)``: ``rows``, ``tapped(id)``, ``tap_point(id)``.
* ``rail``, ``people``, ``people_grid``, ``people_strip``, ``lines``, ``held``, ``notice``, ``lamp``, ``search``,
  ``letters``, ``number_sheet``  the parts of the sale and sign-in screens; each shows rows and tells what was tapped.
* ``scanner``  ``Scanner``: an event filter for the application; ``scanned(code)``, ``is_listening``.
* ``icons`` (one folder up)  ``icon_pixmap(name, color, size)``, ``paint_icon``; names are the files of resources/icons.
"""
