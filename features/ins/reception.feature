# language: fr
@INS
Fonctionnalité: Recevoir une identité d'un autre domaine
  Une identité venue d'ailleurs est vérifiée auprès d'INSi avant d'être reprise, et n'est jamais
  qualifiée par le seul fait de l'avoir été chez l'émetteur.

  @INS-19 @negatif @capacite.identite.recevoir @capacite.liste.travail
  Scénario: Une identité inconnue ici, dont l'INS n'est pas reconnu
    Étant donné que INSi ne reconnaît pas l'INS reçu
    Quand le logiciel reçoit l'identité qualifiée de "THOMAS GARNIER" du domaine "CLINIQUE DES LILAS"
    Alors INSi a reçu 1 appel à l'opération "vérification"
    Et un usager est ajouté à la base
    Et l'identité de cet usager est au statut "provisoire"
    Et l'identité de cet usager ne porte ni matricule ni OID
    Et cet usager est dans la liste de travail
    Et le professionnel est informé que l'INS reçu n'est pas valable

  @INS-20 @negatif @capacite.identite.recevoir @capacite.patient.creer @capacite.patient.justifier
  Scénario: Un usager déjà validé ici, dont l'INS reçu n'est pas reconnu
    Étant donné un usager "THOMAS GARNIER", au statut "validée"
    Et INSi ne reconnaît pas l'INS reçu
    Quand le logiciel reçoit l'identité qualifiée de "THOMAS GARNIER" du domaine "CLINIQUE DES LILAS"
    Alors l'identité de cet usager est inchangée
    Et aucun usager n'est ajouté à la base

  @INS-21 @capacite.identite.recevoir
  Scénario: Une identité inconnue ici, dont l'INS est reconnu ; puis la même ; puis sous contrat de confiance
    Quand le logiciel reçoit l'identité qualifiée de "THOMAS GARNIER" du domaine "CLINIQUE DES LILAS"
    Alors INSi a reçu 1 appel à l'opération "vérification"
    Et l'identité de cet usager est au statut "récupérée"
    Et le matricule et l'OID de cet usager sont ceux qui ont été reçus
    Étant donné que l'identité de cet usager est bien au statut "récupérée"
    Quand le logiciel reçoit l'identité qualifiée de "THOMAS GARNIER" du domaine "CLINIQUE DES LILAS"
    Alors INSi n'a reçu aucun appel
    Quand le logiciel reçoit l'identité qualifiée de "LUCIE FONTAINE" du domaine "LABORATOIRE DU PORT", sous contrat de confiance
    Alors INSi a reçu 1 appel à l'opération "vérification"
    Et l'identité de cet usager est au statut "qualifiée"
