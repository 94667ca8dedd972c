//! Patches of the overview: with graph-core, by hand, and as JSON.

use std::borrow::Cow;

use graph_core::DateTimeOffset;
use graph_intune::{DeviceConfigurationUserOverview as Overview, DeviceConfigurationUserOverviewPatch as OverviewPatch};
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::overview::{ByHand, TAG};

const UPDATED: OffsetDateTime = OffsetDateTime::UNIX_EPOCH;

pub fn of_8(call: usize) -> OverviewPatch {
    Overview::patch()
        .pending_count(call as i32)
        .not_applicable_count(2)
        .success_count(12)
        .error_count(10)
        .failed_count(11)
        .conflict_count(13)
        .last_update_date_time(DateTimeOffset::from(UPDATED))
        .configuration_version(4)
}

pub fn of_8_by_hand(call: usize) -> ByHand {
    ByHand {
        odata_type: Some(Cow::Borrowed(TAG)),
        pending_count: Some(call as i32),
        not_applicable_count: Some(2),
        success_count: Some(12),
        error_count: Some(10),
        failed_count: Some(11),
        conflict_count: Some(13),
        last_update_date_time: Some(UPDATED),
        configuration_version: Some(4),
        ..ByHand::default()
    }
}

pub fn of_8_as_json(call: usize) -> Value {
    json!({
        "@odata.type": TAG,
        "pendingCount": call,
        "notApplicableCount": 2,
        "successCount": 12,
        "errorCount": 10,
        "failedCount": 11,
        "conflictCount": 13,
        "lastUpdateDateTime": UPDATED.format(&Rfc3339).unwrap(),
        "configurationVersion": 4,
    })
}

pub fn of_3(call: usize) -> OverviewPatch {
    Overview::patch().pending_count(call as i32).success_count(12).error_count(10)
}

pub fn of_3_by_hand(call: usize) -> ByHand {
    ByHand {
        odata_type: Some(Cow::Borrowed(TAG)),
        pending_count: Some(call as i32),
        success_count: Some(12),
        error_count: Some(10),
        ..ByHand::default()
    }
}

/// Writes the body that the client sends for the patch.
pub fn body(patch: &OverviewPatch) -> Vec<u8> {
    patch.to_vec().unwrap()
}
