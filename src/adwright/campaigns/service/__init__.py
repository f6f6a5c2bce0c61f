"""The door of campaigns: audiences, drafts, trees desired and observed."""

from adwright.campaigns.service.audiences import (
    create_audience,
    edit_audience,
    find_audience,
    get_audience,
    list_audiences,
    remove_audience,
)
from adwright.campaigns.service.copying import duplicate
from adwright.campaigns.service.desired_state import (
    add_ad_groups,
    add_ads,
    back_to_draft,
    remove_unmade,
    set_desired,
    set_external_id,
    set_images_of_ads,
    set_status,
)
from adwright.campaigns.service.destinations import (
    allow_destination,
    destination_checks,
    destinations_of,
    keep_destination_checks,
)
from adwright.campaigns.service.document_edits import edit_of_part
from adwright.campaigns.service.documents import (
    account_called,
    campaign_called,
    checked_part,
    shown_part,
    shown_whole,
    write_part,
)
from adwright.campaigns.service.drafts import create_draft, delete_draft, edit_draft
from adwright.campaigns.service.editing import with_edit
from adwright.campaigns.service.initiatives import (
    Begun,
    begin_initiative,
    campaigns_of_initiative,
    delete_initiative,
    edit_initiative,
    get_initiative,
    list_initiatives,
    split_initiative,
)
from adwright.campaigns.service.keys import keep_new_keys, naming_of
from adwright.campaigns.service.launching import problems_before_launch, problems_of
from adwright.campaigns.service.naming import (
    follow_rules,
    name_by_template,
    naming_rules,
    remove_naming_rules,
    set_naming_rules,
)
from adwright.campaigns.service.observing import (
    campaigns_to_look_through,
    record_observed,
    record_observed_nodes,
)
from adwright.campaigns.service.reading import (
    get_campaign,
    load_desired,
    node_names,
    observed_of,
    require_nodes,
)
from adwright.campaigns.service.saved_views import change_view, delete_view, list_views, save_view

__all__ = [
    "Begun",
    "account_called",
    "add_ad_groups",
    "add_ads",
    "allow_destination",
    "back_to_draft",
    "begin_initiative",
    "campaign_called",
    "campaigns_of_initiative",
    "campaigns_to_look_through",
    "change_view",
    "checked_part",
    "create_audience",
    "create_draft",
    "delete_draft",
    "delete_initiative",
    "delete_view",
    "destination_checks",
    "destinations_of",
    "duplicate",
    "edit_audience",
    "edit_draft",
    "edit_initiative",
    "edit_of_part",
    "find_audience",
    "follow_rules",
    "get_audience",
    "get_campaign",
    "get_initiative",
    "keep_destination_checks",
    "keep_new_keys",
    "list_audiences",
    "list_initiatives",
    "list_views",
    "load_desired",
    "name_by_template",
    "naming_of",
    "naming_rules",
    "node_names",
    "observed_of",
    "problems_before_launch",
    "problems_of",
    "record_observed",
    "record_observed_nodes",
    "remove_audience",
    "remove_naming_rules",
    "remove_unmade",
    "require_nodes",
    "save_view",
    "set_desired",
    "set_external_id",
    "set_images_of_ads",
    "set_naming_rules",
    "set_status",
    "shown_part",
    "shown_whole",
    "split_initiative",
    "with_edit",
    "write_part",
]
