"""Addresses of costing, below `/s/<school>/`: the pages that change something."""

from django.urls import path

from costing.views import roles, scales

urlpatterns = [
    path("costs/role/new/", roles.NewRole.as_view(), name="role_new"),
    path("costs/role/<int:pk>/edit/", roles.EditRole.as_view(), name="role_edit"),
    path("costs/role/<int:pk>/remove/", roles.RemoveRole.as_view(), name="role_remove"),
    path("costs/role/<int:pk>/pay/", roles.NewPay.as_view(), name="role_pay"),
    path("costs/role/pay/<int:pk>/edit/", roles.EditPay.as_view(), name="role_pay_edit"),
    path("costs/role/pay/<int:pk>/remove/", roles.RemovePay.as_view(), name="role_pay_remove"),
    path("costs/scales/new/", scales.NewScale.as_view(), name="scale_new"),
    path("costs/scales/<slug:area>/<path:scale>/edit/", scales.EditScale.as_view(), name="scale_edit"),
]
