///The properties of a [`ChoiceSetting`] to change.
#[derive(::core::clone::Clone, ::core::fmt::Debug)]
#[derive(::core::cmp::PartialEq, ::core::default::Default)]
#[must_use = "a patch changes nothing until it is sent"]
pub struct ChoiceSettingPatch(::graph_core::Partial<ChoiceSetting>);
#[allow(dead_code, deprecated, clippy::all, clippy::impl_trait_in_params)]
const _: () = {
    impl ::graph_core::PropertyValue for ChoiceSetting {
        type Codec = ::graph_core::__private::Structure;
    }
    impl ::graph_core::model::Structured for ChoiceSetting {
        const DECLARATION: &'static ::graph_core::model::StructuredType = &::graph_core::model::StructuredType::complex(
                "microsoft.graph.choiceSetting",
                &[
                    ::graph_core::Property::new(
                        "value",
                        <Option<Choice> as ::graph_core::PropertyValue>::TYPE,
                    ),
                    ::graph_core::Property::of::<String>("azureADGroup"),
                    ::graph_core::Property::new(
                        "children",
                        <Vec<AnySetting> as ::graph_core::PropertyValue>::TYPE,
                    ),
                ],
            )
            .bases(&["microsoft.graph.setting"])
            .open()
            .untagged();
        type Patch = ChoiceSettingPatch;
        fn read_from(__reader: &mut ::graph_core::model::Reader<'_>) -> Self {
            Self {
                value: <Option<
                    Choice,
                > as ::graph_core::PropertyValue>::take(__reader, 0),
                azure_ad_group: __reader.take(1),
                children: <Vec<
                    AnySetting,
                > as ::graph_core::PropertyValue>::take(__reader, 2),
                additional: __reader.additional(),
            }
        }
        fn see<'__a>(&'__a self, __o: &Self, __v: &mut ::graph_core::Viewer<'__a>) {
            <Option<
                Choice,
            > as ::graph_core::PropertyValue>::show(&self.value, &__o.value, __v);
            __v.view(&self.azure_ad_group, &__o.azure_ad_group);
            <Vec<
                AnySetting,
            > as ::graph_core::PropertyValue>::show(&self.children, &__o.children, __v);
        }
        fn additional(&self) -> ::core::option::Option<&::graph_core::Additional> {
            ::core::option::Option::Some(&self.additional)
        }
    }
    impl ::graph_core::__private::Serialize for ChoiceSetting {
        fn serialize<S: ::graph_core::__private::Serializer>(
            &self,
            __serializer: S,
        ) -> ::core::result::Result<S::Ok, S::Error> {
            ::graph_core::__private::serialize_structured(self, __serializer)
        }
    }
    impl<'de> ::graph_core::__private::Deserialize<'de> for ChoiceSetting {
        fn deserialize<D: ::graph_core::__private::Deserializer<'de>>(
            __deserializer: D,
        ) -> ::core::result::Result<Self, D::Error> {
            ::graph_core::__private::deserialize(__deserializer)
        }
    }
    ::graph_core::__hide!(to before after name);
    impl ChoiceSetting {
        ///Returns an empty patch of a [`ChoiceSetting`].
        pub fn patch() -> ChoiceSettingPatch {
            ::core::default::Default::default()
        }
    }
    impl ChoiceSettingPatch {
        /// Returns the patch that changes `before` into `after`; see `graph_core::Partial::diff`.
        pub fn diff(before: &ChoiceSetting, after: &ChoiceSetting) -> Self {
            Self(::graph_core::Partial::diff(before, after))
        }
        ///Sets `value`.
        ///
        /// The chosen value.
        pub fn value(self, to: impl ::graph_core::model::IntoProperty<Choice>) -> Self {
            Self(
                self
                    .0
                    .__put(
                        0,
                        <Option<
                            Choice,
                        > as ::graph_core::PropertyValue>::change_with(
                            to,
                            ::core::option::Option::Some,
                        ),
                    ),
            )
        }
        ///Sets `value` to null.
        pub fn clear_value(self) -> Self {
            Self(::graph_core::__private::clear(self.0, 0))
        }
        ///Sets `value` to the value, or to null.
        pub fn set_or_clear_value(self, to: Option<Choice>) -> Self {
            Self(
                self
                    .0
                    .__put(
                        0,
                        <Option<Choice> as ::graph_core::PropertyValue>::change(to),
                    ),
            )
        }
        ///Sets `azureADGroup`.
        pub fn azure_ad_group(
            self,
            to: impl ::graph_core::model::IntoProperty<String>,
        ) -> Self {
            Self(::graph_core::__private::put(self.0, 1, to))
        }
        ///Sets `children`.
        pub fn children(self, to: Vec<AnySetting>) -> Self {
            Self(
                self
                    .0
                    .__put(
                        2,
                        <Vec<AnySetting> as ::graph_core::PropertyValue>::change(to),
                    ),
            )
        }
        /// Sets an undeclared property or an annotation, without a check of the value. If `name` is a declared property or `@odata.type`, the
        /// value replaces the value that the patch would send otherwise.
        pub fn set_additional(
            self,
            name: &::core::primitive::str,
            to: impl ::core::convert::Into<::graph_core::Json>,
        ) -> Self {
            Self(::graph_core::__private::set_additional(self.0, name, to))
        }
    }
    ::graph_core::__patch!([] ChoiceSettingPatch, ChoiceSetting,);
    impl ::graph_core::model::ToChange<ChoiceSetting> for ChoiceSettingPatch {
        fn into_change(self) -> ::graph_core::model::PropertyChange<ChoiceSetting> {
            ::graph_core::__private::merge(self.0)
        }
    }
};
#[allow(dead_code, deprecated, clippy::all, clippy::impl_trait_in_params)]
const _: () = {
    impl ::graph_core::PropertyValue for AnySetting {
        type Codec = Self;
    }
    impl ::graph_core::model::Codec<Self> for AnySetting {
        const TYPE: ::graph_core::model::PropertyType = ::graph_core::model::PropertyType::structured(||
        {
            const {
                &::graph_core::model::StructuredType::any_of(
                    "microsoft.graph.setting",
                    &[
                        <Box<ChoiceSetting> as ::graph_core::PropertyValue>::TYPE,
                        <SimpleSetting as ::graph_core::PropertyValue>::TYPE,
                    ],
                )
            }
        });
        fn blank() -> Self {
            Self::Other(::graph_core::PropertyValue::blank())
        }
        fn view(__value: &Self) -> ::graph_core::ValueRef<'_> {
            match __value {
                Self::Choice(__value) => {
                    <Box<ChoiceSetting> as ::graph_core::PropertyValue>::view(__value)
                }
                Self::Simple(__value) => {
                    <SimpleSetting as ::graph_core::PropertyValue>::view(__value)
                }
                Self::Other(__value) => ::graph_core::PropertyValue::view(__value),
            }
        }
        fn read(
            __json: ::graph_core::Json,
            __mode: ::graph_core::model::ReadMode,
        ) -> ::core::result::Result<Self, ::graph_core::model::ReadError> {
            match ::graph_core::__private::tag_position(
                &__json,
                &[
                    <Box<ChoiceSetting> as ::graph_core::PropertyValue>::TYPE,
                    <SimpleSetting as ::graph_core::PropertyValue>::TYPE,
                ],
            ) {
                ::core::option::Option::Some(0usize) => {
                    <Box<
                        ChoiceSetting,
                    > as ::graph_core::PropertyValue>::read(__json, __mode)
                        .map(Self::Choice)
                }
                ::core::option::Option::Some(1usize) => {
                    <SimpleSetting as ::graph_core::PropertyValue>::read(__json, __mode)
                        .map(Self::Simple)
                }
                _ => ::graph_core::PropertyValue::read(__json, __mode).map(Self::Other),
            }
        }
    }
    impl ::graph_core::model::ToChange<AnySetting>
    for <ChoiceSetting as ::graph_core::model::Structured>::Patch {
        fn into_change(self) -> ::graph_core::model::PropertyChange<AnySetting> {
            ::graph_core::__private::merge_derived::<ChoiceSetting, _>(&self)
        }
    }
    impl ::graph_core::model::ToChange<AnySetting>
    for <SimpleSetting as ::graph_core::model::Structured>::Patch {
        fn into_change(self) -> ::graph_core::model::PropertyChange<AnySetting> {
            ::graph_core::__private::merge_derived::<SimpleSetting, _>(&self)
        }
    }
    impl ::graph_core::__private::Variants for AnySetting {
        type First = Box<ChoiceSetting>;
        const ALL: &'static [::graph_core::__private::Declared] = &[
            <Box<ChoiceSetting> as ::graph_core::PropertyValue>::DECLARED,
            <SimpleSetting as ::graph_core::PropertyValue>::DECLARED,
        ];
    }
    const _: () = ::graph_core::__private::check_derived(
        <AnySetting as ::graph_core::__private::Variants>::ALL,
        0usize,
        "microsoft.graph.setting",
        "`ChoiceSetting` does not derive from \"microsoft.graph.setting\": use a struct with `#[graph(base = \"microsoft.graph.setting\")]`",
        "`ChoiceSetting` has the `odata_type` of an earlier variant: remove one, a tag selects one variant",
    );
    const _: () = ::graph_core::__private::check_derived(
        <AnySetting as ::graph_core::__private::Variants>::ALL,
        1usize,
        "microsoft.graph.setting",
        "`SimpleSetting` does not derive from \"microsoft.graph.setting\": use a struct with `#[graph(base = \"microsoft.graph.setting\")]`",
        "`SimpleSetting` has the `odata_type` of an earlier variant: remove one, a tag selects one variant",
    );
    impl ::graph_core::__private::Serialize for AnySetting {
        fn serialize<S: ::graph_core::__private::Serializer>(
            &self,
            __serializer: S,
        ) -> ::core::result::Result<S::Ok, S::Error> {
            ::graph_core::__private::serialize(self, __serializer)
        }
    }
    impl<'de> ::graph_core::__private::Deserialize<'de> for AnySetting {
        fn deserialize<D: ::graph_core::__private::Deserializer<'de>>(
            __deserializer: D,
        ) -> ::core::result::Result<Self, D::Error> {
            ::graph_core::__private::deserialize(__deserializer)
        }
    }
};
