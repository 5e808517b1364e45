from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "lianxin.foundation.search"
    label = "search"
    verbose_name = _("检索")

    def ready(self):
        from lianxin.foundation.search.sampling import take_sample
        from lianxin.foundation.tasks import schedule

        schedule(take_sample, cron="*/30 * * * *")
