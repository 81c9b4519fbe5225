@problemName Cards
@classLabel true A
