from django.urls import path

from lianxin.work.funds.views import claims, facilities, statement

app_name = "funds"
urlpatterns = [
    path("", statement.overview, name="list"),
    path("new/", statement.new, name="new"),
    path("facilities/", facilities.register, name="facilities"),
    path("facilities/new/", facilities.new, name="facility_new"),
    path("facilities/<int:pk>/", facilities.change, name="facility"),
    path("facilities/<int:pk>/drop/", facilities.drop, name="facility_drop"),
    path("claims/<int:pk>/", claims.detail, name="claim"),
    path("claims/<int:pk>/approve/", claims.approve, name="approve"),
    path("claims/<int:pk>/refuse/", claims.refuse, name="refuse"),
    path("claims/<int:pk>/withdraw/", claims.withdraw, name="withdraw"),
    path("claims/<int:pk>/receipts/", claims.receipts, name="receipts"),
    path("<int:pk>/", statement.detail, name="detail"),
    path("<int:pk>/count/", statement.count_again, name="count_again"),
    path("<int:pk>/allocations/", statement.allocate, name="allocate"),
    path("<int:pk>/claims/", claims.new, name="claim_new"),
]
