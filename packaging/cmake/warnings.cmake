# One target that every own target links: the warnings, each with its reason.
add_library(sightline_warnings INTERFACE)
if(MSVC)
    target_compile_options(sightline_warnings INTERFACE /W4 /permissive- /utf-8)
    target_compile_definitions(sightline_warnings INTERFACE NOMINMAX UNICODE _UNICODE)
else()
    target_compile_options(sightline_warnings INTERFACE
        -Wall -Wextra         # the base everybody expects
        -Wshadow              # a shadowed name is read wrongly
        -Wnon-virtual-dtor    # deleting through a base must be safe
        -Woverloaded-virtual  # a signature that no longer overrides
        -Wcast-qual           # const is a promise
        -Wimplicit-fallthrough
        -ffp-contract=off)    # numeric goldens must agree across machines
endif()
if(SIGHTLINE_WARNINGS_AS_ERRORS)
    target_compile_options(sightline_warnings INTERFACE $<IF:$<CXX_COMPILER_ID:MSVC>,/WX,-Werror>)
endif()
if(SIGHTLINE_SANITIZE)
    # A number too large for the integer it is turned into is no part of "undefined" by itself; nor are the library's
    # own checks of an index or an iterator.
    add_compile_options(-fsanitize=address,undefined,float-cast-overflow -fno-omit-frame-pointer)
    add_compile_definitions(_GLIBCXX_ASSERTIONS)
    add_link_options(-fsanitize=address,undefined,float-cast-overflow)
endif()
