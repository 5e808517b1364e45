"""GET /files/12/ gives the file, /files/12/show/ shows it, /files/public/3/ is a public copy."""

from django.urls import path

from lianxin.foundation.files.views import copying, opening

app_name = "files"
urlpatterns = [
    path("<int:pk>/", opening.download, name="download"),
    path("<int:pk>/show/", opening.show, name="show"),
    path("<int:pk>/thumbnail/", opening.thumbnail, name="thumbnail"),
    path("<int:pk>/pages/<int:page>/", opening.page, name="page"),
    path("public/<int:pk>/", opening.public_copy, name="public"),
    path("<int:pk>/public-copy/", copying.prepare, name="public_copy"),
    path("<int:pk>/public-copy/boxes/", copying.add_box, name="add_box"),
    path("<int:pk>/public-copy/boxes/found/", copying.add_found, name="add_found"),
    path("<int:pk>/public-copy/boxes/removal/", copying.remove_box, name="remove_box"),
    path("<int:pk>/public-copy/words/", copying.find_words, name="find_words"),
    path("<int:pk>/public-copy/approval/", copying.approve, name="approve"),
    path("<int:pk>/public-copy/withdrawal/", copying.withdraw, name="withdraw"),
]
