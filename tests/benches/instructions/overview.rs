//! An entity of nine properties by hand, and its response.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// The response body on the entity's API page, plus the property that only beta has.
pub const ANSWER: &str = r##"{"@odata.type":"#microsoft.graph.deviceConfigurationUserOverview","id":"f20a67fe-67fe-f20a-fe67-0af2fe670af2","pendingCount":12,"notApplicableCount":2,"successCount":12,"errorCount":10,"failedCount":11,"conflictCount":13,"lastUpdateDateTime":"2016-12-31T23:58:21.6459442-08:00","configurationVersion":4}"##;

/// The value of `@odata.type`.
pub const TAG: &str = "#microsoft.graph.deviceConfigurationUserOverview";

/// The entity by hand: read from a response with all properties, written as a patch with some.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ByHand {
    #[serde(rename = "@odata.type", skip_serializing_if = "Option::is_none")]
    pub odata_type: Option<Cow<'static, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pending_count: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_applicable_count: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub success_count: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_count: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failed_count: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conflict_count: Option<i32>,
    #[serde(default, with = "time::serde::rfc3339::option", skip_serializing_if = "Option::is_none")]
    pub last_update_date_time: Option<OffsetDateTime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub configuration_version: Option<i32>,
}

/// A page of a list by hand.
#[derive(Debug, Deserialize)]
pub struct Page {
    pub value: Vec<ByHand>,
}
