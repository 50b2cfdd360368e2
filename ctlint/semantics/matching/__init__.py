"""The plain evaluator: whether trails record one event, by which selector, and which condition fails otherwise.

It asks the documented rules of one record after the other, and shares no code with the algebra of event sets.
"""
