//! windows10GeneralConfiguration by hand: the same properties with serde's derives.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::enums::with_enums;
use super::properties::with_properties;
use super::sample::Sample;
use super::values::{Binary, DateTimeOffset, Flags, TimeOfDay};

macro_rules! declare_enums {
    ($($([$flags:ident])? $name:ident: $($member:ident)*;)*) => {$(
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase")]
        pub enum $name {
            $($member,)*
        }

        impl Sample for $name {
            fn sample(n: usize) -> Self {
                let members = [$(Self::$member),*];
                members[n % members.len()].clone()
            }
        }
    )*};
}
with_enums!(declare_enums);

macro_rules! declare_entity {
    ($($name:ident $(= $wire:tt)?: $type:ident $(<$of:ident>)?,)*) => {
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase")]
        pub struct Configuration {
            #[serde(rename = "@odata.type", skip_serializing_if = "Option::is_none")]
            pub odata_type: Option<Cow<'static, str>>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub id: Option<String>,
            $(
                #[serde($(rename = $wire,)? skip_serializing_if = "Option::is_none")]
                pub $name: Option<$type $(<$of>)?>,
            )*
        }

        impl Configuration {
            /// Returns an entity with a value for each property.
            pub fn sample() -> Self {
                let mut n = 0;
                let mut next = || {
                    n += 1;
                    n
                };
                Self {
                    odata_type: Some(Cow::Borrowed("#microsoft.graph.windows10GeneralConfiguration")),
                    id: Some("12d1e5f4-e5f4-12d1-f4e5-d112f4e5d112".to_owned()),
                    $($name: Some(<$type $(<$of>)?>::sample(next())),)*
                }
            }
        }
    };
}
with_properties!(declare_entity);
