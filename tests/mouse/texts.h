// JSON of mouse sessions; apart, because moc does not read raw strings well.
#pragma once

namespace sightline::testing::texts {

inline constexpr const char* rrwebEvents =
    R"([{"type":4,"timestamp":1000,"data":{"href":"http://x","width":800,"height":600}},
{"type":3,"timestamp":1300,"data":{"source":2,"type":1,"id":3,"x":12,"y":12}},
{"type":3,"timestamp":1350,"data":{"source":2,"type":0,"id":3,"x":12,"y":12}},
{"type":3,"timestamp":1360,"data":{"source":2,"type":3,"id":3,"x":12,"y":12}},
{"type":3,"timestamp":1500,"data":{"source":1,"positions":[{"x":10,"y":10,"id":1,"timeOffset":-450},{"x":12,"y":12,"id":1,"timeOffset":-250}]}},
{"type":3,"timestamp":1600,"data":{"source":0,"texts":["secret"]}}])";

inline constexpr const char* packedEvents = R"([{"type":3,"timestamp":1,"data":"x\u009c\u0001"}])";

inline constexpr const char* collectorText =
    R"({"format":"sightline-mouse","version":1,"session":"ab12","label":"Ann","startedUtc":"2026-01-01T10:00:00Z",
"space":"client","viewport":[1280,720],"pixelRatio":1,"source":"coalesced","medianStepMs":8.0,
"columns":["t","kind","x","y","button","buttons","wheel","pointer","pressure"],
"events":[[0.0,"move",10,12,-1,0,0,"mouse",0],[15.8,"down",11,12,2,2,0,"mouse",0],[20,"up",11,12,2,0,0,"mouse",0],[25,"sleep",1,1,-1,0,0,"mouse",0]]})";

inline constexpr const char* jsonEvents =
    R"([{"timeStamp":"10.5","clientX":1,"clientY":2,"type":"mousemove"},
{"timeStamp":20.5,"clientX":3,"clientY":2,"type":"mousedown","button":0},{"timeStamp":30.5,"clientX":3,"clientY":2,"type":"mouseup","button":0}])";

inline constexpr const char* damagedRrweb =
    R"([{"type":3,"timestamp":1500,"data":{"source":1,"positions":[{"x":10,"y":10,"id":1,"timeOffset":-450}]}}])";

inline constexpr const char* damagedJson =
    R"([{"t":10,"x":1,"y":2,"type":"mousemove"},{"t":20,"x":3,"y":2,"type":"mousedown","button":0}])";

inline constexpr const char* damagedCollector =
    R"({"format":"sightline-mouse","version":1,"columns":["t","kind","x","y"],"events":[[0,"move",1,2],[1,"down",1,2]]})";

}  // namespace sightline::testing::texts
