///The documented paths of [`Wipe`] in v1.0.
#[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
pub struct WipeV1Paths(());
#[allow(dead_code, deprecated, clippy::all, clippy::impl_trait_in_params)]
const _: () = {
    ::graph_core::__hide!(managed_device_id);
    impl ::graph_core::model::GraphPaths for Wipe {
        const V1_TEMPLATES: &'static [&'static ::core::primitive::str] = &[
            "/deviceManagement/managedDevices/{managedDeviceId}/wipe",
        ];
    }
    impl Wipe {
        ///The documented paths of [`Wipe`] in v1.0.
        pub fn v1() -> WipeV1Paths {
            WipeV1Paths(())
        }
    }
    impl WipeV1Paths {
        ///`/deviceManagement/managedDevices/{managedDeviceId}/wipe`
        pub fn wipe(
            self,
            managed_device_id: &ManagedDeviceId,
        ) -> ::graph_core::model::Path<Wipe> {
            ::graph_core::__private::v1(0, &[managed_device_id])
        }
    }
};
#[allow(dead_code, deprecated, clippy::all, clippy::impl_trait_in_params)]
const _: () = {
    impl ::graph_core::PropertyValue for Wipe {
        type Codec = ::graph_core::__private::Structure;
    }
    impl ::graph_core::model::Structured for Wipe {
        const DECLARATION: &'static ::graph_core::model::StructuredType = &::graph_core::model::StructuredType::operation(
                "microsoft.graph.wipe",
                &[
                    ::graph_core::Property::of::<Option<bool>>("keepUserData"),
                    ::graph_core::Property::of::<Option<String>>("macOsUnlockCode"),
                    ::graph_core::Property::new(
                        "mode",
                        <WipeMode as ::graph_core::PropertyValue>::TYPE,
                    ),
                ],
            )
            .permissions(
                &[],
                &["DeviceManagementManagedDevices.PrivilegedOperations.All"],
            );
        type Patch = ::graph_core::__private::NoPatch<Self>;
        fn read_from(__reader: &mut ::graph_core::model::Reader) -> Self {
            Self {
                keep_user_data: __reader.take(0),
                unlock_code: __reader.take(1),
                mode: <WipeMode as ::graph_core::PropertyValue>::take(__reader, 2),
            }
        }
        fn property(&self, __i: ::core::primitive::usize) -> ::graph_core::ValueRef<'_> {
            match __i {
                0 => ::graph_core::PropertyValue::view(&self.keep_user_data),
                1 => ::graph_core::PropertyValue::view(&self.unlock_code),
                2 => <WipeMode as ::graph_core::PropertyValue>::view(&self.mode),
                _ => ::graph_core::ValueRef::Null,
            }
        }
    }
    impl ::graph_core::__private::DeclaresPaths for Wipe {}
    impl ::graph_core::model::GraphOperation for Wipe {
        const KIND: ::graph_core::model::OperationKind = ::graph_core::model::OperationKind::Action;
        type Returns = ();
    }
};
///The documented paths of [`ActivityCounts`] in v1.0.
#[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
pub struct ActivityCountsV1Paths(());
#[allow(dead_code, deprecated, clippy::all, clippy::impl_trait_in_params)]
const _: () = {
    ::graph_core::__hide!(user_id);
    impl ::graph_core::model::GraphPaths for ActivityCounts {
        const V1_TEMPLATES: &'static [&'static ::core::primitive::str] = &[
            "/users/{user-id}/getActivityCounts(period='{period}')",
        ];
    }
    impl ActivityCounts {
        ///The documented paths of [`ActivityCounts`] in v1.0.
        pub fn v1() -> ActivityCountsV1Paths {
            ActivityCountsV1Paths(())
        }
    }
    impl ActivityCountsV1Paths {
        ///`/users/{user-id}/getActivityCounts(period='{period}')`
        pub fn get_activity_counts(
            self,
            user_id: &UserId,
        ) -> ::graph_core::model::Path<ActivityCounts> {
            ::graph_core::__private::v1(0, &[user_id])
        }
    }
};
#[allow(dead_code, deprecated, clippy::all, clippy::impl_trait_in_params)]
const _: () = {
    impl ::graph_core::PropertyValue for ActivityCounts {
        type Codec = ::graph_core::__private::Structure;
    }
    impl ::graph_core::model::Structured for ActivityCounts {
        const DECLARATION: &'static ::graph_core::model::StructuredType = &::graph_core::model::StructuredType::operation(
            "microsoft.graph.activityCounts",
            &[::graph_core::Property::of::<String>("period")],
        );
        type Patch = ::graph_core::__private::NoPatch<Self>;
        fn read_from(__reader: &mut ::graph_core::model::Reader) -> Self {
            Self { period: __reader.take(0) }
        }
        fn property(&self, __i: ::core::primitive::usize) -> ::graph_core::ValueRef<'_> {
            match __i {
                0 => ::graph_core::PropertyValue::view(&self.period),
                _ => ::graph_core::ValueRef::Null,
            }
        }
    }
    impl ::graph_core::__private::DeclaresPaths for ActivityCounts {}
    impl ::graph_core::model::GraphOperation for ActivityCounts {
        const KIND: ::graph_core::model::OperationKind = ::graph_core::model::OperationKind::Function;
        type Returns = Vec<ActivityCount>;
    }
};
