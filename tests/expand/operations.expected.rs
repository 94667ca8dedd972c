///The documented paths of [`Wipe`] in v1.0.
#[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
pub struct WipeV1Paths(());
#[allow(dead_code, deprecated, clippy::all, clippy::impl_trait_in_params)]
const _: () = {
    ::graph_core::__hide!(managed_device_id);
    type ManagedDeviceId_ = ();
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
            ::graph_core::__private::v1(0, &[(33, 50, managed_device_id)])
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
        fn read_from(__reader: &mut ::graph_core::model::Reader<'_>) -> Self {
            Self {
                keep_user_data: __reader.take(0),
                unlock_code: __reader.take(1),
                mode: <WipeMode as ::graph_core::PropertyValue>::take(__reader, 2),
            }
        }
        fn see<'__a>(&'__a self, __o: &Self, __v: &mut ::graph_core::Viewer<'__a>) {
            __v.view(&self.keep_user_data, &__o.keep_user_data);
            __v.view(&self.unlock_code, &__o.unlock_code);
            <WipeMode as ::graph_core::PropertyValue>::show(&self.mode, &__o.mode, __v);
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
    type UserId_ = ();
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
            ::graph_core::__private::v1(0, &[(7, 16, user_id)])
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
        fn read_from(__reader: &mut ::graph_core::model::Reader<'_>) -> Self {
            Self { period: __reader.take(0) }
        }
        fn see<'__a>(&'__a self, __o: &Self, __v: &mut ::graph_core::Viewer<'__a>) {
            __v.view(&self.period, &__o.period);
        }
    }
    impl ::graph_core::__private::DeclaresPaths for ActivityCounts {}
    impl ::graph_core::model::GraphOperation for ActivityCounts {
        const KIND: ::graph_core::model::OperationKind = ::graph_core::model::OperationKind::Function;
        type Returns = Vec<ActivityCount>;
    }
};
///The documented paths of [`User`] in v1.0.
#[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
pub struct UserV1Paths(());
#[allow(dead_code, deprecated, clippy::all, clippy::impl_trait_in_params)]
const _: () = {
    impl ::graph_core::model::GraphPaths for User {
        const V1_TEMPLATES: &'static [&'static ::core::primitive::str] = &[
            "/users/delta",
        ];
    }
    impl User {
        ///The documented paths of [`User`] in v1.0.
        pub fn v1() -> UserV1Paths {
            UserV1Paths(())
        }
    }
    impl UserV1Paths {
        ///`/users/delta`
        pub fn users_delta(
            self,
        ) -> ::graph_core::model::Path<::graph_core::model::Delta<User>> {
            ::graph_core::__private::v1_marked(0, &[])
        }
    }
};
///The properties of a [`User`] to change.
#[derive(::core::clone::Clone, ::core::fmt::Debug)]
#[derive(::core::cmp::PartialEq, ::core::default::Default)]
#[must_use = "a patch changes nothing until it is sent"]
pub struct UserPatch(::graph_core::Partial<User>);
#[allow(dead_code, deprecated, clippy::all, clippy::impl_trait_in_params)]
const _: () = {
    impl ::graph_core::PropertyValue for User {
        type Codec = ::graph_core::__private::Structure;
    }
    impl ::graph_core::model::Structured for User {
        const DECLARATION: &'static ::graph_core::model::StructuredType = &::graph_core::model::StructuredType::entity(
            "microsoft.graph.user",
            &[::graph_core::Property::of::<String>("id").key()],
        );
        type Patch = UserPatch;
        fn read_from(__reader: &mut ::graph_core::model::Reader<'_>) -> Self {
            Self { id: __reader.take(0) }
        }
        fn see<'__a>(&'__a self, __o: &Self, __v: &mut ::graph_core::Viewer<'__a>) {
            __v.view(&self.id, &__o.id);
        }
    }
    ::graph_core::__keyed!(User, String);
    impl ::graph_core::__private::Serialize for User {
        fn serialize<S: ::graph_core::__private::Serializer>(
            &self,
            __serializer: S,
        ) -> ::core::result::Result<S::Ok, S::Error> {
            ::graph_core::__private::serialize_structured(self, __serializer)
        }
    }
    impl<'de> ::graph_core::__private::Deserialize<'de> for User {
        fn deserialize<D: ::graph_core::__private::Deserializer<'de>>(
            __deserializer: D,
        ) -> ::core::result::Result<Self, D::Error> {
            ::graph_core::__private::deserialize(__deserializer)
        }
    }
    ::graph_core::__hide!(to before after);
    impl User {
        ///Returns an empty patch of a [`User`].
        pub fn patch() -> UserPatch {
            ::core::default::Default::default()
        }
    }
    impl UserPatch {
        /// Returns the patch that changes `before` into `after`; see `graph_core::Partial::diff`.
        pub fn diff(before: &User, after: &User) -> Self {
            Self(::graph_core::Partial::diff(before, after))
        }
    }
    ::graph_core::__patch!([] UserPatch, User,);
};
