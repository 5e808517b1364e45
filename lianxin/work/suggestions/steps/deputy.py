from lianxin.work.suggestions.steps import Step


def steps(user, suggestion, assignments) -> list[Step]:
    return []
