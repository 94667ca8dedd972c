//! windows10GeneralConfiguration as graph-core declares it.

use graph_core::{Binary, DateTimeOffset, Flags, GraphEntity, GraphEnum, TimeOfDay, graph_paths};
use graph_intune::DeviceConfigurationId;

use super::enums::with_enums;
use super::properties::with_properties;

macro_rules! declare_enums {
    ($($([$flags:ident])? $name:ident: $($member:ident)*;)*) => {$(
        #[derive(Clone, Debug, PartialEq, Eq, GraphEnum)]
        $(#[graph($flags)])?
        pub enum $name {
            $($member,)*
            #[graph(other)]
            Other(String),
        }
    )*};
}
with_enums!(declare_enums);

macro_rules! declare_entity {
    ($($name:ident $(= $wire:tt)?: $type:ident $(<$of:ident>)?,)*) => {
        #[derive(Clone, Debug, PartialEq, GraphEntity)]
        #[graph(odata_type = "microsoft.graph.windows10GeneralConfiguration", base = "microsoft.graph.deviceConfiguration")]
        #[graph_paths(beta, "/deviceManagement/deviceConfigurations/{deviceConfigurationId}")]
        pub struct Configuration {
            #[graph(key)]
            pub id: String,
            $($(#[graph(rename = $wire)])? pub $name: Option<$type $(<$of>)?>,)*
        }
    };
}
with_properties!(declare_entity);
