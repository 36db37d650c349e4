"""A pocket calculator that knows nothing of the engine: it reads what is printed, from left to right."""

import re
from fractions import Fraction

SIGNS = {"×": "*", "÷": "/", "−": "-"}
TOKEN = re.compile(r"\d[\d,]*(?:\.\d+)?|[-+*/(),]|ROUND")


class Calculator:
    """Usual precedence, exact fractions, and ROUND(x, n) half up as spreadsheets have it."""

    def __init__(self, text):
        for sign, plain in SIGNS.items():
            text = text.replace(sign, plain)
        self.tokens = TOKEN.findall(text)
        self.at = 0

    def value(self):
        found = self.sum()
        assert self.at == len(self.tokens), self.tokens[self.at :]
        return found

    def peek(self):
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self):
        self.at += 1
        return self.tokens[self.at - 1]

    def sum(self):
        found = self.product()
        while self.peek() in ("+", "-"):
            found = found + self.product() if self.take() == "+" else found - self.product()
        return found

    def product(self):
        found = self.atom()
        while self.peek() in ("*", "/"):
            found = found * self.atom() if self.take() == "*" else found / self.atom()
        return found

    def atom(self):
        token = self.take()
        if token == "(":
            found = self.sum()
            assert self.take() == ")"
            return found
        if token == "ROUND":
            assert self.take() == "("
            found = self.sum()
            assert self.take() == ","
            places = int(self.take())
            assert self.take() == ")"
            return half_up(found, places)
        return Fraction(token.replace(",", ""))


def half_up(value, places=2):
    scale = 10**places
    return Fraction((value * scale * 2 + 1) // 2, scale)


def printed_values(text):
    """Each statement of a working: what the left side comes to, to the penny, beside the figure it prints."""
    for statement in text.split("; "):
        left, _, right = statement.partition(" = ")
        figure = re.search(r"£([\d,]+(?:\.\d+)?)", right or left)
        yield half_up(Calculator(keys(left)).value()), Fraction(figure[1].replace(",", ""))


def keys(text):
    """What is keyed in: figures and signs, without pound signs and units."""
    return re.sub(r"£|\b(?:h|min)\b", "", text)


def formula_value(formula):
    assert formula.startswith("=")
    return Calculator(spread(formula[1:])).value()


def spread(formula):
    """A spreadsheet's comma parts arguments; ours are spaced so that no figure swallows it."""
    return formula.replace(",", " , ")
