"""What is told about one group, from the plain values of its people.

Shares are rounded to 5 and never below 5 or above 95, so that “all of them” and
“nobody” cannot be told from “nearly”; means keep a like distance from both ends of the
scale. Formulas: favourability is the share of answers in the upper quarter of the scale
(4 and 5 of 5), eNPS the share of 9 and 10 less that of 0 to 6.
"""

STEP = 5
LOWEST, HIGHEST = 5, 95
# A mean keeps this part of the scale's length away from its ends.
MEAN_MARGIN = 0.05


def get_share(count, total):
    """Share of 100, rounded and kept away from all and nobody.

    >>> get_share(0, 7), get_share(2, 7), get_share(7, 7)
    (5, 30, 95)
    """
    share = STEP * int(100 * count / total / STEP + 0.5)
    return min(max(share, LOWEST), HIGHEST)


def is_favourable(value, low, high):
    """Whether an answer lies in the upper quarter of its scale.

    >>> [value for value in range(1, 6) if is_favourable(value, 1, 5)]
    [4, 5]
    """
    return value >= low + 0.75 * (high - low)


def get_scale_figures(values, low, high):
    """Favourability and mean of answers on a scale."""
    total = len(values)
    margin = MEAN_MARGIN * (high - low)
    mean = min(max(sum(values) / total, low + margin), high - margin)
    favourable = sum(is_favourable(value, low, high) for value in values)
    return {
        "n": total,
        "favourable_pct": get_share(favourable, total),
        "mean": round(mean, 1),
    }


def get_enps_figures(values, _low, _high):
    """Exit eNPS of answers from 0 to 10, between -90 and 90 in steps of 5."""
    total = len(values)
    promoters = sum(value >= 9 for value in values)
    detractors = sum(value <= 6 for value in values)
    score = 100 * (promoters - detractors) / total
    rounded = STEP * int(abs(score) / STEP + 0.5) * (1 if score > 0 else -1)
    edge = HIGHEST - LOWEST
    return {"n": total, "enps": min(max(rounded, -edge), edge)}


def get_choice_figures(chosen, choices):
    """One line for each choice: by how many of the people it was chosen.

    :param chosen: for each person the set of what he or she has chosen
    """
    total = len(chosen)
    return [
        {
            "n": total,
            "choice_key": choice,
            "share_pct": get_share(sum(choice in keys for keys in chosen), total),
        }
        for choice in choices
    ]


def get_rate_figures(values):
    """Share of the people for whom something is so."""
    return {"n": len(values), "share_pct": get_share(sum(values), len(values))}
