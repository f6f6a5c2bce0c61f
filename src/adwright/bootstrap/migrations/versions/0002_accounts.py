"""The tables of accounts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from adwright.bootstrap.migrations.tenancy import allow_system, protect, without_tenant
from adwright.core.database import APP_ROLE

revision = "0002_accounts"
down_revision = "0001_foundation"
branch_labels = None
depends_on = None


_TENANT_TABLES = (
    "advertisers",
    "memberships",
    "membership_advertisers",
    "invitations",
    "api_keys",
    "connections",
    "oauth_states",
    "ad_accounts",
    "pages",
    "pixels",
)


def upgrade() -> None:
    """Make tables and rights."""
    _connections()
    _invitations()
    _organizations()
    _people()
    _advertisers()
    _api_keys()
    _memberships()
    _oauth_states()
    _password_resets()
    _sessions()
    _ad_accounts()
    _membership_advertisers()
    _refresh_tokens()
    _pages()
    _pixels()
    protect("organizations", column="id")
    for table in _TENANT_TABLES:
        protect(table)
    _let_members_see_each_other()
    _let_the_system_log_in()
    _let_the_system_find_work()


def downgrade() -> None:
    """Remove the tables."""
    for table in (
        "pixels",
        "pages",
        "refresh_tokens",
        "membership_advertisers",
        "ad_accounts",
        "sessions",
        "password_resets",
        "oauth_states",
        "memberships",
        "api_keys",
        "advertisers",
        "people",
        "organizations",
        "invitations",
        "connections",
    ):
        op.drop_table(table)


def _let_members_see_each_other() -> None:
    op.execute("ALTER TABLE people ENABLE ROW LEVEL SECURITY")
    # The subquery is itself bound to the current organization by the policy on memberships.
    op.execute(f"""
        CREATE POLICY tenant ON people FOR SELECT TO {APP_ROLE}
        USING (EXISTS (SELECT 1 FROM memberships AS own WHERE own.person_id = people.id))
    """)  # noqa: S608 - a constant of ours
    op.execute(f"GRANT SELECT (id, email, first_name, last_name) ON people TO {APP_ROLE}")


def _let_the_system_log_in() -> None:
    """Log-in, registration, keys and invitations happen before an organization is known."""
    allow_system("organizations", "SELECT, INSERT")
    allow_system("people", "SELECT, INSERT, UPDATE")
    allow_system("memberships", "SELECT, INSERT")
    allow_system("membership_advertisers", "SELECT, INSERT")
    allow_system("invitations", "SELECT")
    allow_system("invitations", "UPDATE", columns=("closed_at",))
    allow_system("api_keys", "SELECT")
    allow_system("api_keys", "UPDATE", columns=("last_used_at",))
    for table in ("sessions", "refresh_tokens", "password_resets"):
        without_tenant(table)


def _let_the_system_find_work() -> None:
    """Schedules run across organizations: they learn which rows there are, and nothing of what is in them."""
    allow_system("ad_accounts", columns=("organization_id", "id", "connection_id", "platform", "status"))
    allow_system("connections", columns=("organization_id", "id", "status"))
    allow_system("oauth_states", "DELETE")
    allow_system("oauth_states", columns=("expires_at",))


def _connections() -> None:
    op.create_table(
        "connections",
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("provider", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("external_user_id", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("token_ciphertext", sa.Text),
        sa.Column("scopes", ARRAY(sa.Text), nullable=False),
        sa.Column("missing_scopes", ARRAY(sa.Text), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True)),
        sa.Column("last_good_at", sa.DateTime(timezone=True)),
        sa.Column("trouble", sa.Text),
        sa.Column("trouble_at", sa.DateTime(timezone=True)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("organization_id", "id"),
        sa.UniqueConstraint("organization_id", "provider", "external_user_id"),
    )


def _invitations() -> None:
    op.create_table(
        "invitations",
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("limited", sa.Boolean, nullable=False),
        sa.Column("advertiser_ids", ARRAY(sa.Uuid), nullable=False),
        sa.Column("token_hash", sa.Text, nullable=False),
        sa.Column("invited_by", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("organization_id", "id"),
        sa.UniqueConstraint("token_hash"),
    )


def _organizations() -> None:
    op.create_table(
        "organizations",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("first_name", sa.Text, nullable=False),
        sa.Column("last_name", sa.Text, nullable=False),
        sa.Column("company", sa.Text),
        sa.Column("password_hash", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("email"),
    )


def _advertisers() -> None:
    op.create_table(
        "advertisers",
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("website_url", sa.Text),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"]),
        sa.PrimaryKeyConstraint("organization_id", "id"),
        sa.UniqueConstraint("organization_id", "name"),
    )


def _api_keys() -> None:
    op.create_table(
        "api_keys",
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("prefix", sa.Text, nullable=False),
        sa.Column("key_hash", sa.Text, nullable=False),
        sa.Column("scopes", ARRAY(sa.Text), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True)),
        sa.Column("last_used_at", sa.DateTime(timezone=True)),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("organization_id", "id"),
        sa.UniqueConstraint("key_hash"),
    )


def _memberships() -> None:
    op.create_table(
        "memberships",
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("limited", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("organization_id", "id"),
        sa.UniqueConstraint("organization_id", "person_id"),
    )
    op.create_index(op.f("ix_memberships_person_id"), "memberships", ["person_id"])


def _oauth_states() -> None:
    op.create_table(
        "oauth_states",
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("state_hash", sa.Text, nullable=False),
        sa.Column("person_id", sa.Uuid),
        sa.Column("provider", sa.Text, nullable=False),
        sa.Column("connection_id", sa.Uuid),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "connection_id"],
            ["connections.organization_id", "connections.id"],
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("organization_id", "id"),
        sa.UniqueConstraint("state_hash"),
    )


def _password_resets() -> None:
    op.create_table(
        "password_resets",
        sa.Column("token_hash", sa.Text, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("token_hash"),
    )
    op.create_index(op.f("ix_password_resets_person_id"), "password_resets", ["person_id"])


def _sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("token_hash", sa.Text),
        sa.Column("agent", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
    )
    op.create_index(op.f("ix_sessions_person_id"), "sessions", ["person_id"])


def _ad_accounts() -> None:
    op.create_table(
        "ad_accounts",
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("advertiser_id", sa.Uuid, nullable=False),
        sa.Column("connection_id", sa.Uuid),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("provider", sa.Text),
        sa.Column("external_id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("currency", sa.Text, nullable=False),
        sa.Column("zone", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("platform_status", sa.Text, nullable=False),
        sa.Column("disable_reason", sa.Text),
        sa.Column("spend_cap_micros", sa.BigInteger),
        sa.Column("min_daily_budget_micros", sa.BigInteger),
        sa.Column("platform_clock_offset_seconds", sa.Double, nullable=False),
        sa.Column("last_day", sa.Date),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "advertiser_id"], ["advertisers.organization_id", "advertisers.id"]
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "connection_id"], ["connections.organization_id", "connections.id"]
        ),
        sa.PrimaryKeyConstraint("organization_id", "id"),
        sa.UniqueConstraint("organization_id", "platform", "external_id"),
    )
    op.create_index(
        op.f("ix_ad_accounts_organization_id_advertiser_id"),
        "ad_accounts",
        ["organization_id", "advertiser_id"],
    )


def _membership_advertisers() -> None:
    op.create_table(
        "membership_advertisers",
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("membership_id", sa.Uuid, nullable=False),
        sa.Column("advertiser_id", sa.Uuid, nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "advertiser_id"],
            ["advertisers.organization_id", "advertisers.id"],
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "membership_id"],
            ["memberships.organization_id", "memberships.id"],
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("organization_id", "membership_id", "advertiser_id"),
    )


def _refresh_tokens() -> None:
    op.create_table(
        "refresh_tokens",
        sa.Column("token_hash", sa.Text, nullable=False),
        sa.Column("session_id", sa.Uuid, nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("token_hash"),
    )
    op.create_index(op.f("ix_refresh_tokens_session_id"), "refresh_tokens", ["session_id"])


def _pages() -> None:
    op.create_table(
        "pages",
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("ad_account_id", sa.Uuid, nullable=False),
        sa.Column("external_id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("picture_url", sa.Text),
        sa.ForeignKeyConstraint(
            ["organization_id", "ad_account_id"],
            ["ad_accounts.organization_id", "ad_accounts.id"],
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("organization_id", "id"),
        sa.UniqueConstraint("organization_id", "ad_account_id", "external_id"),
    )


def _pixels() -> None:
    op.create_table(
        "pixels",
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("ad_account_id", sa.Uuid, nullable=False),
        sa.Column("external_id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "ad_account_id"],
            ["ad_accounts.organization_id", "ad_accounts.id"],
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("organization_id", "id"),
        sa.UniqueConstraint("organization_id", "ad_account_id", "external_id"),
    )
