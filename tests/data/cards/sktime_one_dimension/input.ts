@problemName Cards
@classLabel true A
@data
1,2,3:A
