#[allow(dead_code, deprecated, clippy::all, clippy::impl_trait_in_params)]
const _: () = {
    impl ::graph_core::GraphEnum for ComplianceStatus {
        const DECLARATION: &'static ::graph_core::model::EnumType = &::graph_core::model::EnumType::new(
            &[
                "unknown",
                "notApplicable",
                "compliant",
                "remediated",
                "nonCompliant",
                "error",
                "conflict",
                "notAssigned",
            ],
            false,
        );
        fn from_name(__name: &::core::primitive::str) -> Self {
            match __name {
                "unknown" => Self::Unknown,
                "notApplicable" => Self::NotApplicable,
                "compliant" => Self::Compliant,
                "remediated" => Self::Remediated,
                "nonCompliant" => Self::NonCompliant,
                "error" => Self::Error,
                "conflict" => Self::Conflict,
                "notAssigned" => Self::NotAssigned,
                __name => Self::Other(::core::convert::From::from(__name)),
            }
        }
        fn name(&self) -> &::core::primitive::str {
            match self {
                Self::Unknown => "unknown",
                Self::NotApplicable => "notApplicable",
                Self::Compliant => "compliant",
                Self::Remediated => "remediated",
                Self::NonCompliant => "nonCompliant",
                Self::Error => "error",
                Self::Conflict => "conflict",
                Self::NotAssigned => "notAssigned",
                Self::Other(__name) => __name,
            }
        }
    }
    impl ::graph_core::PropertyValue for ComplianceStatus {
        type Codec = ::graph_core::__private::Enumeration;
    }
    impl ::graph_core::__private::Serialize for ComplianceStatus {
        fn serialize<S: ::graph_core::__private::Serializer>(
            &self,
            __serializer: S,
        ) -> ::core::result::Result<S::Ok, S::Error> {
            __serializer.serialize_str(::graph_core::GraphEnum::name(self))
        }
    }
    impl<'de> ::graph_core::__private::Deserialize<'de> for ComplianceStatus {
        fn deserialize<D: ::graph_core::__private::Deserializer<'de>>(
            __deserializer: D,
        ) -> ::core::result::Result<Self, D::Error> {
            ::graph_core::__private::deserialize_enum(__deserializer)
        }
    }
};
::graph_core::__private::tracks!("schema/v1.0.graph", "schema/beta.graph");
