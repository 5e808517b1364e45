"""Who opens the pages of the services: papers, scans, files, notices, search, laws, jobs."""

from collections.abc import Iterable

from lianxin.engines.matters import workflow as handling
from tests.browser.visits import Visit
from tests.service_records import make_service_records


def service_pages(world) -> Iterable[Visit]:
    clerk, admin, deputy = world.clerk, world.admin, world.deputy
    story = world.at("replied")
    of = make_service_records(story.suggestion, clerk=clerk, writer=deputy)
    handling.publish(story.suggestion, by=clerk, today=world.today)
    closed = world.at("closed")
    yield Visit("notices:list", clerk)
    yield Visit("notices:settings", clerk)
    yield Visit("notices:log", admin)
    yield Visit("notices:confirm", clerk, (of.confirmation,))
    yield Visit("notices:list", world.cosigner)
    yield Visit("papers:list", clerk)
    yield Visit("papers:list", clerk, query={"q": "没有"})
    yield Visit("papers:detail", clerk, (of.paper.pk,))
    yield Visit("papers:edit", clerk, (of.paper.pk,))
    yield Visit("papers:own_templates", clerk)
    yield Visit("papers:own_template", clerk, (of.template.kind,))
    yield Visit("papers:scans", clerk)
    yield Visit("papers:scan", clerk, (of.scan.pk,))
    yield Visit("files:show", deputy, (of.stored.pk,))
    yield Visit("files:public_copy", clerk, (of.stored.pk,))
    yield Visit("laws:list", None)
    yield Visit("laws:detail", None, (of.law.slug,))
    yield Visit("search:search", clerk)
    yield Visit("search:search", clerk, query={"q": "石板桥"})
    yield Visit("search:search", deputy, query={"q": "没有这样的词"})
    yield Visit("suggestions:bundle", clerk, (closed.suggestion.pk,))
    yield Visit("tasks:mine", clerk)
    yield Visit("tasks:job", clerk, (of.job.pk,))
    yield Visit("tasks:failed", admin)
