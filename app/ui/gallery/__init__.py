"""The control gallery: every control of the kit in every state, to look at by whoever makes or changes one.

A page for each control or family of controls. ``pages`` lists them, ``stage`` is what a page is built on, ``samples``
is what the controls show. It knows no till and no view model; ``bartender gallery`` opens it.
"""
