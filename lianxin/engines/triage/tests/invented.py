"""Invented texts of an invented county, enough to learn from."""

from lianxin.engines.triage.learning import Example

PLACES = ["柳溪村", "石桥村", "东沟村", "南坪村", "北岭村", "西塘村", "上湾村", "下湾村"]
MATTERS = {
    "交通": ["修补通村公路的坑洼", "在路口安装红绿灯", "增开到县城的公交车", "加固危桥护栏"],
    "教育": ["给小学增配教师", "扩建幼儿园", "改善学生食堂", "解决孩子上学远"],
    "医疗": ["给卫生室配齐药品", "请医生下乡看病", "扩建县医院门诊", "增加疫苗接种点"],
}


def examples() -> list[Example]:
    """Ninety-six of them, the three labels in turn."""
    return [
        Example(
            f"关于{place}{matters[at]}的建议", f"{place}群众盼望{matters[at]}。请尽快办理。", label
        )
        for place in PLACES
        for at in range(4)
        for label, matters in MATTERS.items()
    ]
