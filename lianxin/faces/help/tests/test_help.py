import pytest
from django.urls import reverse

from lianxin.faces.help.views import TOPICS


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.django_db
def test_every_topic_opens_without_signing_in(client, topic):
    page = client.get(reverse("help:topic", args=[topic]))

    assert page.status_code == 200
    assert str(TOPICS[topic]) in page.content.decode()


@pytest.mark.django_db
def test_the_contents_name_every_topic_and_no_other_exists(client):
    contents = client.get(reverse("help:home")).content.decode()

    assert all(reverse("help:topic", args=[topic]) in contents for topic in TOPICS)
    assert client.get("/help/nothing/").status_code == 404
