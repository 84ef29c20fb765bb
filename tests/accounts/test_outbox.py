import pytest

from classroom.accounts.outbox import site


@pytest.mark.parametrize(
    "origins, hosts, address",
    [
        (["https://*.school.example", "https://margin.school.example"], ["x.example"], "https://margin.school.example"),
        (["https://*.school.example"], ["localhost", "margin.example"], "https://margin.example"),
        ([], ["localhost", "127.0.0.1"], "http://127.0.0.1:8000"),
    ],
)
def test_mails_lead_to_the_first_address_that_the_outside_knows(settings, origins, hosts, address):
    settings.CSRF_TRUSTED_ORIGINS, settings.ALLOWED_HOSTS, settings.PORT = origins, hosts, 8000

    assert site() == address
